require "uri"
require "openapi_client"

OpenapiClient.configure do |config|
  config.base_url = ENV.fetch("BASE") if config.respond_to?(:base_url=)
  uri = URI(ENV.fetch("BASE"))
  config.scheme, config.host, config.base_path = uri.scheme, "#{uri.host}:#{uri.port}", uri.path
  config.server_index = nil
  config.access_token = ENV.fetch("TOKEN")
end

products = OpenapiClient::ProductsApi.new.list_products(limit: 2)
raise "cannot read" unless products.items.length == 2 && products.items[0].created.year == 2026

collages = OpenapiClient::CollagesApi.new
body = OpenapiClient::CollageBody.new(title: "One", items: [])
made, _, headers = collages.create_collage_with_http_info(body)
patch = OpenapiClient::CollageBodyPatch.new(title: "Two")
# The order of these two differs between the versions of OpenAPI.
named = { collage: made.id, if_match: headers["ETag"], collage_body_patch: patch }
order = collages.method(:update_collage).parameters.filter_map { |kind, name| name if kind == :req }
raise "cannot patch" unless collages.update_collage(*named.values_at(*order)).title == "Two"
