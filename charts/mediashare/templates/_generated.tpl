{{- /* Made by `npm run generate`, which test/generate/charts is. */ -}}
{{- /* The values that are fields of a MediaPipeline's spec. */ -}}
{{- define "mediashare.givenSpec" -}}
{{- pick .Values "region" "image" "storage" "queue" "database" "delivery" "auth" "mail" "credentialsSecretRef" "ingress" "upload" "worker" "web" | toYaml -}}
{{- end -}}

{{- /* What leads a pipeline to its development backends. */ -}}
{{- define "mediashare.backendsSpec" -}}
region: us-east-1
storage:
  originals:
    bucket: originals
  renditions:
    bucket: renditions
  endpoint: {{ printf "http://%s-s3.%s.svc:7070" .Release.Name .Release.Namespace | quote }}
  pathStyle: true
queue:
  url: {{ printf "http://%s-sqs.%s.svc:4566/000000000000/tasks" .Release.Name .Release.Namespace | quote }}
  deadLetterUrl: {{ printf "http://%s-sqs.%s.svc:4566/000000000000/tasks-dead" .Release.Name .Release.Namespace | quote }}
  endpoint: {{ printf "http://%s-sqs.%s.svc:4566" .Release.Name .Release.Namespace | quote }}
database:
  secretRef:
    name: {{ printf "%s-database" .Release.Name | quote }}
    key: url
delivery:
  url: {{ .Values.developmentBackends.deliveryUrl | quote }}
  keyPairId: DEVELOPMENT
  privateKeyRef:
    name: {{ printf "%s-delivery" .Release.Name | quote }}
    key: private-key
auth:
  secretRef:
    name: {{ printf "%s-auth" .Release.Name | quote }}
    key: secret
credentialsSecretRef:
  name: {{ printf "%s-credentials" .Release.Name | quote }}
{{- end -}}

{{- /* Fails where a spec breaks a rule of the CRD, in the words that the API server has for it. */ -}}
{{- define "mediashare.rules" -}}
{{- $self := . -}}
{{- if not (or (hasKey $self "upload") (hasKey $self "worker") (hasKey $self "web")) }}{{ fail "the pipeline has no fleet; write at least one of upload, worker and web ({} takes the defaults)" }}{{ end -}}
{{- if not (or (hasKey $self "auth") (and (not (hasKey $self "upload")) (not (hasKey $self "web")))) }}{{ fail "the fleets upload and web need auth.secretRef: the name of a Secret with 32 random characters or more" }}{{ end -}}
{{- if not (or (not (hasKey $self "ingress")) (and (hasKey $self "upload") (hasKey $self "web"))) }}{{ fail "ingress has a host for the upload fleet and one for the web fleet; add both fleets or leave ingress out" }}{{ end -}}
{{- if hasKey $self "queue" -}}{{- $self_queue := get $self "queue" -}}
{{- if not (ne (dig "url" "" $self_queue) (dig "deadLetterUrl" "" $self_queue)) }}{{ fail "queue: url and deadLetterUrl name the same queue; give the URL of the dead-letter queue as deadLetterUrl" }}{{ end -}}
{{- end -}}
{{- if hasKey $self "delivery" -}}{{- $self_delivery := get $self "delivery" -}}
{{- if not (ne (hasKey $self_delivery "domain") (hasKey $self_delivery "url")) }}{{ fail "delivery: write either domain (a CloudFront distribution's) or url (another edge's)" }}{{ end -}}
{{- end -}}
{{- if hasKey $self "ingress" -}}{{- $self_ingress := get $self "ingress" -}}
{{- if not (ne (dig "webHost" "" $self_ingress) (dig "uploadHost" "" $self_ingress)) }}{{ fail "ingress: webHost and uploadHost are the same; the upload endpoint has a host name of its own" }}{{ end -}}
{{- if not (not (and (hasKey $self_ingress "certificateArn") (hasKey $self_ingress "tlsSecretName"))) }}{{ fail "ingress: write certificateArn (class alb) or tlsSecretName (other classes), not both" }}{{ end -}}
{{- end -}}
{{- if hasKey $self "upload" -}}{{- $self_upload := get $self "upload" -}}
{{- if hasKey $self_upload "scaling" -}}{{- $self_upload_scaling := get $self_upload "scaling" -}}
{{- if not (le (int (dig "min" 2 $self_upload_scaling)) (int (dig "max" 20 $self_upload_scaling))) }}{{ fail "upload.scaling: min is greater than max; write a min of at most max" }}{{ end -}}
{{- if hasKey $self_upload_scaling "metric" -}}{{- $self_upload_scaling_metric := get $self_upload_scaling "metric" -}}
{{- if not (ne (hasKey $self_upload_scaling_metric "requestCountPerTarget") (hasKey $self_upload_scaling_metric "cpuUtilization")) }}{{ fail "upload.scaling.metric: write either requestCountPerTarget or cpuUtilization" }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if hasKey $self "worker" -}}{{- $self_worker := get $self "worker" -}}
{{- if hasKey $self_worker "scaling" -}}{{- $self_worker_scaling := get $self_worker "scaling" -}}
{{- if not (le (int (dig "min" 0 $self_worker_scaling)) (int (dig "max" 10 $self_worker_scaling))) }}{{ fail "worker.scaling: min is greater than max; write a min of at most max" }}{{ end -}}
{{- end -}}
{{- range $self_worker_nodeGroups_index, $self_worker_nodeGroups := dig "nodeGroups" list $self_worker -}}
{{- if not (le (int (dig "min" 0 $self_worker_nodeGroups)) (int (dig "max" 0 $self_worker_nodeGroups))) }}{{ fail (printf "worker.nodeGroups[%d]: min is greater than max; write a min of at most max" $self_worker_nodeGroups_index) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if hasKey $self "web" -}}{{- $self_web := get $self "web" -}}
{{- if hasKey $self_web "scaling" -}}{{- $self_web_scaling := get $self_web "scaling" -}}
{{- if not (le (int (dig "min" 2 $self_web_scaling)) (int (dig "max" 10 $self_web_scaling))) }}{{ fail "web.scaling: min is greater than max; write a min of at most max" }}{{ end -}}
{{- if hasKey $self_web_scaling "metric" -}}{{- $self_web_scaling_metric := get $self_web_scaling "metric" -}}
{{- if not (ne (hasKey $self_web_scaling_metric "requestCountPerTarget") (hasKey $self_web_scaling_metric "cpuUtilization")) }}{{ fail "web.scaling.metric: write either requestCountPerTarget or cpuUtilization" }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
