//! The template of the environments, as far as `CloudFormation` would not tell.

use serde_json::Value;

/// The template; the tags of `CloudFormation`'s functions, such as `!Ref`, are left out.
fn template() -> Value {
    let text = include_str!("../../../beanstalk/environments.yaml");
    let words = text.lines().map(|line| {
        let mut line = line.to_owned();
        for tag in ["!Ref ", "!Sub ", "!If", "!Not ", "!Equals ", "!GetAtt ", "!Join "] {
            line = line.replace(tag, "");
        }
        line + "\n"
    });
    serde_saphyr::from_str(&words.collect::<String>()).expect("it is YAML")
}

#[test]
fn both_environments_have_the_same_options() {
    let template = template();
    let options = |side: &str| template["Resources"][side]["Properties"]["OptionSettings"].clone();
    assert!(options("Blue").as_array().is_some_and(|options| options.len() > 10));
    assert_eq!(options("Blue"), options("Green"));
}

#[test]
fn beanstalk_changes_both_by_a_role_of_its_own() {
    let template = template();
    for side in ["Blue", "Green"] {
        assert_eq!(
            template["Resources"][side]["Properties"]["OperationsRole"], "OperationsRole.Arn",
            "{side}"
        );
    }
}

#[test]
fn no_option_hides_in_a_template_of_which_changes_do_not_arrive() {
    let template = template();
    let resources = template["Resources"].as_object().expect("it has resources");
    assert!(resources.values().all(|one| one["Type"] != "AWS::ElasticBeanstalk::ConfigurationTemplate"));
}

#[test]
fn each_output_is_a_variable_of_the_tool_or_the_workflow() {
    let template = template();
    let workflow = include_str!("../../../../.github/workflows/up.yml");
    for output in template["Outputs"].as_object().expect("it has outputs").keys() {
        let mut name = "OGROM_DEPLOY".to_owned();
        for character in output.chars() {
            if character.is_uppercase() {
                name.push('_');
            }
            name.push(character.to_ascii_uppercase());
        }
        assert!(workflow.contains(&format!("vars.{name} ")), "{name}");
    }
}
