// The functions of OkHttp 4 that the generated code calls, over the OkHttp 3 of Debian.
package okhttp4

import java.io.File
import okhttp3.Headers
import okhttp3.HttpUrl
import okhttp3.MediaType
import okhttp3.RequestBody

fun Map<String, String>.toHeaders(): Headers = Headers.of(this)
fun String.toHttpUrlOrNull(): HttpUrl? = HttpUrl.parse(this)
fun String.toMediaTypeOrNull(): MediaType? = MediaType.parse(this)
fun File.asRequestBody(type: MediaType? = null): RequestBody = RequestBody.create(type, this)
fun ByteArray.toRequestBody(type: MediaType? = null, from: Int = 0, length: Int = size): RequestBody = RequestBody.create(type, this, from, length)
fun String.toRequestBody(type: MediaType? = null): RequestBody = RequestBody.create(type, this)
