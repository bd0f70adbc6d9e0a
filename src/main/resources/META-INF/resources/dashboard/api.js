/** The answer as JSON; a problem of the server's becomes an error with its sentence. */
export async function json(path, options = {}) {
  const response = await fetch(path, options);
  if (response.ok) {
    return response.json();
  }
  const problem = await response.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? `${response.status} ${response.statusText}`), {
    status: response.status,
  });
}

export function explain(text, signal) {
  return json("/api/score", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text, explain: true }),
    signal,
  });
}
