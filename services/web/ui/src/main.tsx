import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api/client.ts";
import { sessionQuery } from "./api/session-api.ts";
import { App } from "./app.tsx";
import { registerWorker } from "./pwa/register-worker.ts";
import "./styles/main.css";

/** The server no longer knows who this is: the session has ended, here or elsewhere. */
const onError = (error: unknown) => {
  if (error instanceof ApiError && error.code === "not_signed_in") void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
};

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { retry: (failures, error) => !(error instanceof ApiError && error.status < 500 && error.status > 0) && failures < 2 },
  },
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

registerWorker();
