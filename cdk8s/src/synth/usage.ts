import { ports } from "@mediashare/contract";

/** Of options that are left out. The images are those of CONTRIBUTING.md, "Images", without a registry. */
export const defaults = {
  operator: { namespace: "mediashare-system", image: "mediashare/operator:0.1.0" },
  backends: {
    name: "photos",
    namespace: "default",
    repository: "mediashare",
    tag: "0.1.0",
    password: "development",
    "delivery-url": `http://localhost:${ports.edge}`,
    "site-origin": `http://localhost:${ports.web}`,
  },
};

const { operator, backends } = defaults;

export const usage = `usage: npm run -s synth -- WHAT [options]

Prints Kubernetes manifests as YAML: the same that the operator applies, in an order that never changes. Nothing is sent anywhere.

what, exactly one of:
  --spec FILE              the manifests of the MediaPipelines in FILE (YAML or JSON), such as cdk8s/examples/photos.yaml
  --operator               the operator: its identity, its rights, its Deployment
  --crd                    the CustomResourceDefinition of MediaPipelines
  --backends               Postgres, an S3 server, an SQS server and an edge for a pipeline in a development cluster

options:
  --out DIR                writes a file for each manifest, NAMESPACE.NAME.KIND.yaml; other files there are left alone
  --help                   this text

options of --operator:
  --namespace NAME         of the operator itself (${operator.namespace})
  --image IMAGE            of the operator (${operator.image})
  --watch-namespace NAME   the only namespace whose pipelines it runs; left out: all

options of --backends:
  --name NAME              of the pipeline that they are for (${backends.name})
  --namespace NAME         of that pipeline (${backends.namespace})
  --repository REGISTRY    where the images REGISTRY/sqs:TAG and REGISTRY/edge:TAG are (${backends.repository})
  --tag TAG                of those images (${backends.tag})
  --password TEXT          of Postgres and of the S3 server (${backends.password})
  --delivery-key FILE      PEM of the private key that signs URLs; left out: a new one each time
  --delivery-url URL       where browsers find the edge (${backends["delivery-url"]})
  --site-origin URL        where browsers find the site (${backends["site-origin"]})
  --volume-size QUANTITY   such as 10Gi: data outlives its pod; left out: it does not

exit code: 0 done; 1 a file cannot be read or written, or is no valid MediaPipeline; 2 the command line is wrong`;
