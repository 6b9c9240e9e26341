import newman from "newman";

const { BASE, TOKEN } = process.env;
const envVar = Object.entries({ baseUrl: BASE, bearerToken: TOKEN }).map(([key, value]) => ({ key, value }));

// Statuses of a request that is not as the document has it, or whose token is missing.
const WRONG = [400, 401, 403, 405, 406, 415, 422, 428];

newman.run({ collection: "collection.json", envVar }, (error, summary) => {
  if (error) throw error;
  const outcomes = summary.run.executions.map(({ item, response }) => [item.name, response?.code ?? 0]);
  const refused = outcomes.filter(([, code]) => code === 0 || code >= 500 || WRONG.includes(code));
  const done = outcomes.filter(([, code]) => code < 300);
  if (refused.length > 0 || done.length < 17) throw new Error(`refused: ${JSON.stringify(refused)} of ${outcomes.length}`);
});
