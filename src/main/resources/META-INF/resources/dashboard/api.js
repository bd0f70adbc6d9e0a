/** The answer as JSON, nothing if it is empty; a problem of the server's becomes an error with its sentence. */
export async function json(path, options = {}) {
  const text = await (await answer(path, options)).text();
  return text === "" ? undefined : JSON.parse(text);
}

/** The answer as a file; as for `json` otherwise. */
export async function blob(path, options = {}) {
  return (await answer(path, options)).blob();
}

async function answer(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

/** The error that an answer tells of. */
export async function problem(response) {
  const told = await response.json().catch(() => ({}));
  return Object.assign(new Error(told.detail ?? `${response.status} ${response.statusText}`), {
    status: response.status,
  });
}

export const post = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export function explain(text, signal) {
  return json("/api/score", { ...post({ text, explain: true }), signal });
}
