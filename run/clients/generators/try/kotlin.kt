import org.openapitools.client.apis.CollagesApi
import org.openapitools.client.apis.ProductsApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.infrastructure.Success
import org.openapitools.client.models.Collage
import org.openapitools.client.models.CollageBody
import org.openapitools.client.models.CollageBodyPatch
import org.openapitools.client.models.Problem
import org.openapitools.client.models.ProductSort

fun main() {
    val base = System.getenv("BASE")
    ApiClient.accessToken = System.getenv("TOKEN")

    val products = ProductsApi(base)
    val page = products.listProducts(limit = 2, sort = ProductSort.PRICE_DESCENDING)
    check(page.items.size == 2 && page.items[0].created.year == 2026) { "cannot read a list" }
    check(products.getProduct("linen-tank").id == "linen-tank") { "cannot read one" }
    val refused = runCatching { products.getProduct("none") }.exceptionOrNull() as ClientException
    val content = (refused.response as ClientError<*>).body as String
    check(Serializer.gson.fromJson(content, Problem::class.java).status == 404) { "the problem has no type" }

    val collages = CollagesApi(base)
    val made = collages.createCollageWithHttpInfo(CollageBody(title = "One", items = listOf()), null) as Success<Collage?>
    check(made.statusCode == 201) { "cannot write" }
    val tag = made.headers.entries.first { it.key.equals("etag", ignoreCase = true) }.value.first()
    val patched = collages.updateCollage(made.data!!.id, tag, CollageBodyPatch(title = "Two"))
    check(patched.title == "Two") { "cannot patch" }
}
