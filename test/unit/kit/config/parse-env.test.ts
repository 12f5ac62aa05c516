import { rootCertificates } from "node:tls";
import { ConfigError, parseEnv } from "@mediashare/kit";
import { expect } from "chai";

describe("parseEnv", () => {
  const faultsOf = (names: Parameters<typeof parseEnv>[0], source: Record<string, string>): readonly string[] => {
    try {
      parseEnv(names, source);
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
    return [];
  };

  it("gives every kind of variable its type and its unit", () => {
    const config = parseEnv(
      [
        "MEDIASHARE_HOST",
        "MEDIASHARE_PORT",
        "MEDIASHARE_S3_PATH_STYLE",
        "MEDIASHARE_STORAGE",
        "MEDIASHARE_UPLOAD_URL",
        "MEDIASHARE_LEASE_DURATION",
        "MEDIASHARE_UPLOAD_PART_SIZE",
        "MEDIASHARE_SITE_ORIGINS",
      ],
      {
        MEDIASHARE_HOST: "127.0.0.1",
        MEDIASHARE_PORT: "0",
        MEDIASHARE_S3_PATH_STYLE: "true",
        MEDIASHARE_STORAGE: "disk",
        MEDIASHARE_UPLOAD_URL: "https://upload.example/base/",
        MEDIASHARE_LEASE_DURATION: "1.5m",
        MEDIASHARE_UPLOAD_PART_SIZE: "16MiB",
        MEDIASHARE_SITE_ORIGINS: " https://a.example/ , http://b.example:80,",
      },
    );
    expect(config).to.deep.equal({
      host: "127.0.0.1",
      port: 0,
      s3PathStyle: true,
      storage: "disk",
      uploadUrl: "https://upload.example/base",
      leaseDurationMs: 90_000,
      uploadPartSizeBytes: 16 * 2 ** 20,
      siteOrigins: ["https://a.example", "http://b.example"],
    });
  });

  it("takes defaults for what is unset or empty, and leaves optional ones out", () => {
    const config = parseEnv(["MEDIASHARE_HOST", "MEDIASHARE_LEASE_DURATION", "MEDIASHARE_S3_ENDPOINT"], { MEDIASHARE_HOST: "" });
    expect(config).to.deep.equal({ host: "0.0.0.0", leaseDurationMs: 30_000 });
  });

  it("takes certificates only whole, and nothing else with them", () => {
    const authority = rootCertificates[0] as string;
    const parse = (text: string) => faultsOf(["MEDIASHARE_DATABASE_CA"], { MEDIASHARE_DATABASE_CA: text });
    expect(parse(`${authority}\n${rootCertificates[1]}\n`)).to.deep.equal([]);
    for (const wrong of ["ca.pem", authority.slice(0, -60), `${authority}\n${authority.replace("MII", "AAA")}`])
      expect(parse(wrong).join()).to.match(/is not a list of certificates in PEM: give PEM of the authorities/);
  });

  it("names all faults together, each with the variable, its value and what to give", () => {
    const faults = faultsOf(["MEDIASHARE_PORT", "MEDIASHARE_QUEUE_URL", "MEDIASHARE_STORAGE", "MEDIASHARE_HOST"], {
      MEDIASHARE_PORT: "70000",
      MEDIASHARE_STORAGE: "tape",
    });
    expect(faults).to.deep.equal([
      "MEDIASHARE_PORT=70000 is not between 0 and 65535: give TCP port to listen on; 0 takes any free one",
      "MEDIASHARE_QUEUE_URL is not set: give URL of the SQS queue for tasks",
      "MEDIASHARE_STORAGE=tape is none of disk, s3: give where objects are kept: s3, or a folder on disk",
    ]);
    expect(() => parseEnv(["MEDIASHARE_QUEUE_URL", "MEDIASHARE_PORT"], {})).to.throw(
      ConfigError,
      /has 2 faults:\n {2}MEDIASHARE_QUEUE_URL .*\n {2}MEDIASHARE_PORT /,
    );
  });

  it("never prints a secret", () => {
    const faults = faultsOf(["MEDIASHARE_DATABASE_URL"], { MEDIASHARE_DATABASE_URL: "hunter2" });
    expect(faults).to.have.length(1);
    expect(faults[0])
      .to.match(/^MEDIASHARE_DATABASE_URL is not a URL/)
      .and.not.include("hunter2");
  });

  for (const [name, values] of Object.entries({
    MEDIASHARE_LEASE_DURATION: ["30", "s", "-1s", "1 s", "1w", "5constructor", "999999999999d", "1e3s", "∞s"],
    MEDIASHARE_UPLOAD_PART_SIZE: ["8", "8MB", "8mib", "1.MiB", "MiB", "8toString"],
    MEDIASHARE_PORT: ["1.5", "0x50", "80a", " ", "-1", "65536"],
    MEDIASHARE_S3_PATH_STYLE: ["yes", "1", "TRUE"],
    MEDIASHARE_UPLOAD_URL: ["localhost:8081", "//upload", "upload", "http://"],
    MEDIASHARE_SITE_ORIGINS: ["localhost:8080", "http://a.example,b.example", "http://a.example/path", "http://user@a.example", "*"],
  })) {
    for (const value of values) {
      it(`refuses ${name}=${value}`, () => {
        expect(faultsOf([name as "MEDIASHARE_PORT"], { [name]: value })).to.have.length(1);
      });
    }
  }

  for (const [text, ms] of Object.entries({ "500ms": 500, "0s": 0, "2m": 120_000, "6h": 21_600_000, "7d": 604_800_000, "0.5s": 500 })) {
    it(`reads ${text} as ${ms} ms`, () => {
      expect(parseEnv(["MEDIASHARE_SWEEP_INTERVAL"], { MEDIASHARE_SWEEP_INTERVAL: text })).to.deep.equal({ sweepIntervalMs: ms });
    });
  }
});
