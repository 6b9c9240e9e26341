// A request as code, in each of six languages.
//
// A request has `method`, `url`, `base` and `template` with `path` and `query` values, `headers` and a `body` of text.

/** The languages, each with the lines that install what its sample uses. */
export const LANGUAGES = [
  { name: "curl", write: curl },
  { name: "TypeScript", install: ({ document }) => `npm install openapi-fetch\nnpx openapi-typescript ${document} -o api.d.ts`, write: typescript },
  { name: "Python", install: () => "pip install httpx", write: python },
  { name: "Java", write: java },
  { name: "Swift", write: swift },
  { name: "Kotlin", install: () => 'implementation("com.squareup.okhttp3:okhttp:5.1.0")', write: kotlin },
];

const quoted = (text) => JSON.stringify(text);
const indented = (text, by) => text.replaceAll("\n", `\n${by}`);
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curl({ method, url, headers, body }) {
  const fields = headers.map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`);
  const verb = method === "GET" || (method === "POST" && body) ? [] : [`-X ${method}`];
  return [["curl", ...verb, shell(url)].join(" "), ...fields, ...(body ? [`-d ${shell(body)}`] : [])].join(" \\\n  ");
}

/** Typed by the document. */
function typescript({ method, base, template, path, query, headers, body }) {
  // The client sets the type of JSON itself.
  const own = headers.filter(([name, value]) => !(name === "Content-Type" && value === "application/json"));
  const object = (entries) => `{ ${entries.map(([name, value]) => `${/^\w+$/.test(name) ? name : quoted(name)}: ${typeof value === "string" ? quoted(value) : JSON.stringify(value)}`).join(", ")} }`;
  const isHeader = ([name]) => name !== "Authorization" && name !== "Content-Type";
  const parameters = [["path", path], ["query", query], ["header", own.filter(isHeader)]].filter(([, all]) => all.length);
  const parts = [
    parameters.length && `params: { ${parameters.map(([name, all]) => `${name}: ${object(all)}`).join(", ")} },`,
    own.some((one) => !isHeader(one)) && `headers: ${object(own.filter((one) => !isHeader(one)))},`,
    body && `body: ${indented(body, "  ")},`,
  ].filter(Boolean);
  const options = parts.length ? `, {\n  ${parts.join("\n  ")}\n}` : "";
  return `import createClient from "openapi-fetch";
import type { paths } from "./api.d.ts";

const api = createClient<paths>({ baseUrl: ${quoted(base)} });
const { data, error } = await api.${method}(${quoted(template)}${options});
if (error) throw new Error(error.title);
console.log(data);`;
}

function python({ method, url, headers, body }) {
  const fields = headers.length ? `\n    headers={${headers.map(([name, value]) => `\n        ${quoted(name)}: ${quoted(value)},`).join("")}\n    },` : "";
  const content = body ? `\n    content="""${body.replaceAll("\\", "\\\\")}""",` : "";
  return `import httpx

response = httpx.request(
    ${quoted(method)},
    ${quoted(url)},${fields}${content}
)
response.raise_for_status()
print(response.${method === "DELETE" ? "status_code" : "json()"})`;
}

function java({ method, url, headers, body }) {
  const fields = headers.map(([name, value]) => `\n    .header(${quoted(name)}, ${quoted(value)})`).join("");
  const content = body ? `BodyPublishers.ofString("""\n        ${indented(body.replaceAll("\\", "\\\\"), "        ")}""")` : "BodyPublishers.noBody()";
  return `import java.net.URI;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

var request = HttpRequest.newBuilder(URI.create(${quoted(url)}))${fields}
    .method(${quoted(method)}, ${content})
    .build();
var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
System.out.println(response.statusCode() + " " + response.body());`;
}

function swift({ method, url, headers, body }) {
  const fields = headers.map(([name, value]) => `\nrequest.setValue(${quoted(value)}, forHTTPHeaderField: ${quoted(name)})`).join("");
  const content = body ? `\nrequest.httpBody = Data(#"""\n    ${indented(body, "    ")}\n    """#.utf8)` : "";
  return `import Foundation

var request = URLRequest(url: URL(string: ${quoted(url)})!)
request.httpMethod = ${quoted(method)}${fields}${content}
let (data, response) = try await URLSession.shared.data(for: request)
print((response as! HTTPURLResponse).statusCode, String(decoding: data, as: UTF8.self))`;
}

function kotlin({ method, url, headers, body }) {
  const fields = headers.map(([name, value]) => `\n    .header(${quoted(name)}, ${dollars(quoted(value))})`).join("");
  const empty = method === "GET" || method === "DELETE" ? "null" : '"".toRequestBody()';
  const content = body ? `"""\n        ${indented(dollars(body), "        ")}\n    """.trimIndent().toRequestBody()` : empty;
  return `import okhttp3.*
import okhttp3.RequestBody.Companion.toRequestBody

val request = Request.Builder()
    .url(${dollars(quoted(url))})${fields}
    .method(${quoted(method)}, ${content})
    .build()
OkHttpClient().newCall(request).execute().use { println("\${it.code} \${it.body.string()}") }`;
}

/** Kotlin replaces what follows a dollar sign. */
function dollars(text) {
  // A text of replacement would have dollar signs of its own meaning.
  return text.replaceAll("$", () => "${'$'}");
}
