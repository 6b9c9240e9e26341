// Shows the operations of the document that the page names.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api");
  SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    // No request goes to any other service.
    validatorUrl: null,
    queryConfigEnabled: false,
  });
});

// The examples are to be copied as they are.
for (const example of document.querySelectorAll("pre code")) {
  example.textContent = example.textContent.replaceAll("ORIGIN", location.origin);
}
