/** What was asked of AWS, so that a refusal can say what to grant. */
export interface AwsCall {
  /** The IAM action, such as `sqs:GetQueueAttributes`. */
  readonly action: string;
  /** What it was asked of: an ARN, URL or name, for people. */
  readonly resource: string;
  readonly region: string;
}

export interface ExplainedError {
  /** CamelCase, for conditions and Events. */
  readonly reason: string;
  /** What happened, where, and what to do. */
  readonly message: string;
}

/** What AWS's refusal means and what to do about it. */
export function explainAwsError(error: unknown, call: AwsCall): ExplainedError {
  const status = illegibleStatus(error);
  const name = status === undefined ? errorName(error) : String(status);
  const kind = kinds.find(({ names }) => names.test(name));
  const { reason, advice } = kind ?? { reason: "AwsCallFailed", advice: () => "It is tried again." };
  return {
    reason,
    message: `${call.action} on ${call.resource} (${call.region}) failed: ${advice(call)} [${status === undefined ? `${name}: ${errorText(error)}` : `HTTP ${status}`}]`,
  };
}

/** The status of an answer that is not the service's own, such as a proxy's page: the SDK fails to parse it, and its words are of no use. */
function illegibleStatus(error: unknown): number | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  return (error as { $response?: { statusCode?: number } }).$response?.statusCode;
}

/** The service's name for an error, or the system's for one of the connection (ECONNREFUSED). */
export function errorName(error: unknown): string {
  const { name, code, Code } = error as { name?: string; code?: string; Code?: string };
  return (name && name !== "Error" && name !== "AggregateError" ? name : (Code ?? code ?? name)) ?? "Error";
}

interface Kind {
  readonly names: RegExp;
  readonly reason: string;
  readonly advice: (call: AwsCall) => string;
}

/** By the names in "Common Errors" of each service's API reference. */
const kinds: readonly Kind[] = [
  {
    names: /AccessDenied|Unauthorized|AuthorizationError|NotAuthorized|OptInRequired/,
    reason: "AccessDenied",
    advice: ({ action, resource }) => `the operator may not; allow ${action} on ${resource} in the IAM role of its service account.`,
  },
  {
    names: /CredentialsProviderError|NoCredentials|MissingAuthenticationToken/,
    reason: "CredentialsMissing",
    advice: () => "the operator has no AWS credentials; give its service account a role (EKS Pod Identity or IRSA).",
  },
  {
    names: /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|RequestExpired|InvalidAccessKeyId/,
    reason: "CredentialsRejected",
    advice: () => "AWS does not accept the operator's credentials; look at the role of its service account, and at the node's clock.",
  },
  {
    names: /QueueDoesNotExist|NonExistentQueue/,
    reason: "QueueNotFound",
    advice: () => "there is no such queue; correct spec.queue.url or spec.region, or create the queue.",
  },
  {
    names: /InvalidAddress/,
    reason: "QueueNotFound",
    advice: () => "that is no queue's URL; correct spec.queue.url (https://sqs.<region>.amazonaws.com/<account>/<name>).",
  },
  {
    names: /ResourceNotFound/,
    reason: "NotFound",
    advice: ({ resource }) => `${resource} does not exist; correct its name or spec.region, or create it.`,
  },
  {
    names: /Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded|RequestThrottled|SlowDown/,
    reason: "Throttled",
    advice: () => "AWS asks for fewer calls; it is tried again at the next tick.",
  },
  {
    names: /ResourceInUse|ScalingActivityInProgress|ResourceContention/,
    reason: "Busy",
    advice: () => "another change to it is under way; it is tried again.",
  },
  {
    names: /Timeout|ETIMEDOUT|AbortError|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|NetworkingError/,
    reason: "Unreachable",
    advice: ({ region }) =>
      `AWS does not answer in ${region}; look at the operator's way out (NAT, VPC endpoints, DNS) and at spec.region.`,
  },
  {
    names: /InternalFailure|InternalError|InternalServer|ServiceUnavailable|ServerException|^5\d\d$/,
    reason: "ServiceUnavailable",
    advice: () => "AWS has a fault of its own; it is tried again.",
  },
];

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || errorName(error);
}
