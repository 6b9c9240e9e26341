<?php
require "/usr/share/php/GuzzleHttp/autoload.php";
spl_autoload_register(function (string $class): void {
    require __DIR__ . "/lib/" . str_replace(["OpenAPI\\Client\\", "\\"], ["", "/"], $class) . ".php";
});

use OpenAPI\Client\{ApiException, Api\CollagesApi, Api\ProductsApi, Configuration, Model\CollageBody, Model\CollageBodyPatch};

$configuration = (new Configuration())->setHost(getenv("BASE"))->setAccessToken(getenv("TOKEN"));
$http = new GuzzleHttp\Client();

$api = new ProductsApi($http, $configuration);
$products = $api->listProducts(limit: 2);
if (count($products->getItems()) !== 2) throw new Exception("cannot read");
if ($api->getProduct("linen-tank")->getId() !== "linen-tank") throw new Exception("cannot read one");
try {
    $api->getProduct("none");
    throw new Exception("there is no 404");
} catch (ApiException $refused) {
    if ($refused->getResponseObject()->getStatus() !== 404) throw new Exception("the problem has no type");
}

$collages = new CollagesApi($http, $configuration);
[$made, , $headers] = $collages->createCollageWithHttpInfo(new CollageBody(["title" => "One", "items" => []]));
$tag = array_change_key_case($headers)["etag"][0];
$patched = $collages->updateCollage($made->getId(), $tag, new CollageBodyPatch(["title" => "Two"]));
if ($patched->getTitle() !== "Two") throw new Exception("cannot patch");
