require "uri"
require "openapi_client"

OpenapiClient.configure do |config|
  config.base_url = ENV.fetch("BASE") if config.respond_to?(:base_url=)
  uri = URI(ENV.fetch("BASE"))
  config.scheme, config.host, config.base_path = uri.scheme, "#{uri.host}:#{uri.port}", uri.path
  config.server_index = nil
  config.access_token = ENV.fetch("TOKEN")
end

api = OpenapiClient::ProductsApi.new
products = api.list_products(limit: 2)
raise "cannot read" unless products.items.length == 2 && products.items[0].created.year == 2026
raise "cannot read one" unless api.get_product("linen-tank").id == "linen-tank"
begin
  api.get_product("none")
  raise "there is no 404"
rescue OpenapiClient::ApiError => refused
  problem = OpenapiClient::Problem.build_from_hash(JSON.parse(refused.response_body, symbolize_names: true))
  raise "the problem has no type" unless problem.status == 404
end

collages = OpenapiClient::CollagesApi.new
body = OpenapiClient::CollageBody.new(title: "One", items: [])
made, _, headers = collages.create_collage_with_http_info(body)
patch = OpenapiClient::CollageBodyPatch.new(title: "Two")
# The order of these two differs between the versions of OpenAPI.
named = { collage: made.id, if_match: headers["ETag"], collage_body_patch: patch }
order = collages.method(:update_collage).parameters.filter_map { |kind, name| name if kind == :req }
raise "cannot patch" unless collages.update_collage(*named.values_at(*order)).title == "Two"
