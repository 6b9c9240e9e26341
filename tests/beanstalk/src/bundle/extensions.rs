//! The option settings in `.ebextensions`.

use std::{fs, path::Path};

use yaml_rust2::{Yaml, YamlLoader};

use crate::world::task::OptionSettings;

/// The option settings of every `.config` file, in the order of the files' names: the later one counts.
///
/// "Advanced environment customization with configuration files" in the developer guide: both forms, that with namespaces as
/// keys and the list.
pub(crate) fn read(folder: &Path) -> Result<OptionSettings, String> {
    let mut options = OptionSettings::new();
    each(folder, |document| add(&document["option_settings"], &mut options))?;
    Ok(options)
}

/// Reads each document of every `.config` file, in the order of the files' names.
pub(crate) fn each(folder: &Path, mut read: impl FnMut(&Yaml) -> Result<(), String>) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(folder.join(".ebextensions")) else { return Ok(()) };
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "config"));
    files.sort();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let wrong = |why: String| format!("The configuration file .ebextensions/{name} is invalid: {why}");
        let text = fs::read_to_string(&file).map_err(|error| wrong(error.to_string()))?;
        let documents = YamlLoader::load_from_str(&text).map_err(|error| wrong(error.to_string()))?;
        for document in documents {
            read(&document).map_err(wrong)?;
        }
    }
    Ok(())
}

fn add(settings: &Yaml, options: &mut OptionSettings) -> Result<(), String> {
    match settings {
        Yaml::BadValue => Ok(()),
        Yaml::Hash(namespaces) => namespaces.iter().try_for_each(|(namespace, values)| {
            let values = values.as_hash().ok_or("a namespace holds names and values")?;
            values.iter().try_for_each(|(name, value)| insert(namespace, name, value, options))
        }),
        Yaml::Array(list) => list.iter().try_for_each(|setting| {
            insert(&setting["namespace"], &setting["option_name"], &setting["value"], options)
        }),
        _ => Err("option_settings is neither a mapping nor a list".to_owned()),
    }
}

fn insert(namespace: &Yaml, name: &Yaml, value: &Yaml, options: &mut OptionSettings) -> Result<(), String> {
    let (Some(namespace), Some(name), Some(value)) = (scalar(namespace), scalar(name), scalar(value)) else {
        return Err("an option setting has a namespace, a name and a value".to_owned());
    };
    options.insert((namespace, name), value);
    Ok(())
}

/// A value as text, which is all that there is to Elastic Beanstalk.
fn scalar(value: &Yaml) -> Option<String> {
    match value {
        Yaml::String(text) | Yaml::Real(text) => Some(text.clone()),
        Yaml::Integer(number) => Some(number.to_string()),
        Yaml::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}
