import type { Template } from "@mediashare/eks";

/** A stack that exports a name for each of these, in the place of stacks that are not deployed. */
export function standIns(exports: readonly string[]): Template {
  return {
    Resources: { standIn: { Type: "AWS::SNS::Topic", Properties: { TopicName: "stand-in" } } },
    Outputs: Object.fromEntries(exports.map((Name, index) => [`standIn${index}`, { Value: `stand-in-${index}`, Export: { Name } }])),
  };
}

/** What a template imports. */
export function importsOf(template: Template): string[] {
  return [...new Set([...JSON.stringify(template).matchAll(/\{"Fn::ImportValue":"([^"]+)"\}/g)].map(([, name]) => name as string))];
}
