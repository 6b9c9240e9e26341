package main

import (
	"context"
	"log"
	"os"

	api "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func main() {
	configuration := api.NewConfiguration()
	configuration.Servers = api.ServerConfigurations{{URL: os.Getenv("BASE")}}
	client := api.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), api.ContextAccessToken, os.Getenv("TOKEN"))

	products, _, err := client.ProductsAPI.ListProducts(ctx).Limit(2).Sort(api.PRICE_DESCENDING).Execute()
	if err != nil || len(products.Items) != 2 || products.Items[0].Created.Year() != 2026 {
		log.Fatal("cannot read: ", err)
	}
	product, _, err := client.ProductsAPI.GetProduct(ctx, "linen-tank").Execute()
	if err != nil || product.Id != "linen-tank" {
		log.Fatal("cannot read one: ", err)
	}
	_, _, err = client.ProductsAPI.GetProduct(ctx, "none").Execute()
	refused, _ := err.(*api.GenericOpenAPIError)
	if problem, typed := refused.Model().(api.Problem); !typed || problem.Status != 404 {
		log.Fatal("the problem has no type: ", err)
	}

	body := api.NewCollageBody([]api.CollageItemBody{})
	body.SetTitle("One")
	made, response, err := client.CollagesAPI.CreateCollage(ctx).CollageBody(*body).Execute()
	if err != nil {
		log.Fatal("cannot write: ", err)
	}
	patch := api.NewCollageBodyPatch()
	patch.SetTitle("Two")
	update := client.CollagesAPI.UpdateCollage(ctx, made.Id).IfMatch(response.Header.Get("ETag"))
	patched, _, err := update.CollageBodyPatch(*patch).Execute()
	if err != nil || patched.GetTitle() != "Two" {
		log.Fatal("cannot patch: ", err)
	}
}
