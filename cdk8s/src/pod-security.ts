import type { k8s } from "cdk8s-plus-27";

/** `restricted` of https://kubernetes.io/docs/concepts/security/pod-security-standards/; the images have this user. */
export const podSecurity: k8s.PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: 10_001,
  runAsGroup: 10_001,
  fsGroup: 10_001,
  seccompProfile: { type: "RuntimeDefault" },
};

export const containerSecurity: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
