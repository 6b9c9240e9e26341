<?php
require "/usr/share/php/GuzzleHttp/autoload.php";
spl_autoload_register(function (string $class): void {
    require __DIR__ . "/lib/" . str_replace(["OpenAPI\\Client\\", "\\"], ["", "/"], $class) . ".php";
});

use OpenAPI\Client\{Api\CollagesApi, Api\ProductsApi, Configuration, Model\CollageBody, Model\CollageBodyPatch};

$configuration = (new Configuration())->setHost(getenv("BASE"))->setAccessToken(getenv("TOKEN"));
$http = new GuzzleHttp\Client();

$products = (new ProductsApi($http, $configuration))->listProducts(limit: 2);
if (count($products->getItems()) !== 2) exit("cannot read");

$collages = new CollagesApi($http, $configuration);
[$made, , $headers] = $collages->createCollageWithHttpInfo(new CollageBody(["title" => "One", "items" => []]));
$tag = array_change_key_case($headers)["etag"][0];
$patched = $collages->updateCollage($made->getId(), $tag, new CollageBodyPatch(["title" => "Two"]));
if ($patched->getTitle() !== "Two") exit("cannot patch");
