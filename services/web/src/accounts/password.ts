import { ProblemError } from "@mediashare/kit";
import { hash, verify } from "@node-rs/argon2";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

/** zxcvbn's scale ends at 4; below 3 an attacker with the hash needs days at most (https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler). */
const leastScore = 3;

const estimator = new ZxcvbnFactory({
  dictionary,
  graphs: adjacencyGraphs,
  // A long password costs the estimator time, and has no need of it.
  maxLength: 128,
});

/**
 * Refuses what is tried first: the passwords that leaked most often, with what people put around them, keyboard rows, repetitions, and
 * what is about the person.
 * @throws ProblemError weak_password
 */
export function assertGoodPassword(password: string, about: readonly string[] = []): void {
  const words = about.flatMap((text) => [text, ...text.split(/[\s@.]+/)]).filter((word) => word.length > 2);
  if (estimator.check(password, ["mediashare", ...words]).score >= leastScore) return;
  throw new ProblemError(
    422,
    "weak_password",
    "This password is among the first that would be tried. Take a few words that do not belong together.",
  );
}

/** OWASP's choice for Argon2id (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html): 19 MiB, two passes. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of no password: what is verified where there is no account, so that its absence takes as long. */
const nobody = hash("", settings);

/** A PHC string, with its salt and settings. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), settings);
}

/** Takes as long where there is no hash to compare with. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobody), password.normalize("NFKC"));
  return matches && passwordHash !== null && passwordHash !== undefined;
}
