import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.CollagesApi;
import org.openapitools.client.api.ProductsApi;
import org.openapitools.client.model.CollageBody;
import org.openapitools.client.model.CollageBodyPatch;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.ProductSort;

class Try {
    public static void main(String[] arguments) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(System.getenv("BASE"));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + System.getenv("TOKEN")));

        var products = new ProductsApi(client);
        var page = products.listProducts(null, null, null, null, null, null, 2, null, null, ProductSort.PRICE_DESCENDING, null);
        check(page.getItems().size() == 2 && page.getItems().get(0).getCreated().getYear() == 2026, "cannot read a list");
        check(products.getProduct("linen-tank", null).getId().equals("linen-tank"), "cannot read one");
        try {
            products.getProduct("none", null);
            check(false, "there is no 404");
        } catch (ApiException refused) {
            var problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            check(refused.getCode() == 404 && problem.getStatus() == 404, "the problem has no type");
        }

        var collages = new CollagesApi(client);
        var made = collages.createCollageWithHttpInfo(new CollageBody().title("One").items(List.of()), null);
        check(made.getStatusCode() == 201, "cannot write");
        var tag = made.getHeaders().get("etag").get(0);
        var patched = collages.updateCollage(made.getData().getId(), tag, new CollageBodyPatch().title("Two"));
        check(patched.getTitle().equals("Two"), "cannot patch");
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
