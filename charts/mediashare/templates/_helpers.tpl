{{- /* The spec of the MediaPipeline: what is set, and nothing else. The API server knows the defaults. */ -}}
{{- define "mediashare.spec" -}}
{{- $spec := include "mediashare.givenSpec" . | fromYaml -}}
{{- $_ := set $spec "image" (mergeOverwrite (dict "tag" .Chart.AppVersion) $spec.image) -}}
{{- if .Values.developmentBackends.enabled -}}
{{- $spec = mergeOverwrite (include "mediashare.backendsSpec" . | fromYaml) $spec -}}
{{- /* A site without a host of its own knows from its variables alone where its pages are opened. */ -}}
{{- $origin := dict "name" "MEDIASHARE_SITE_ORIGINS" "value" .Values.developmentBackends.siteOrigin -}}
{{- range $fleet := list "upload" "web" -}}
{{- $given := index $spec $fleet -}}
{{- if and (kindIs "map" $given) (not (dig "ingress" "webHost" "" $spec)) -}}
{{- $named := list -}}
{{- range $given.env -}}{{- $named = append $named .name -}}{{- end -}}
{{- if not (has $origin.name $named) -}}
{{- $_ := set $given "env" (prepend ($given.env | default list) $origin) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- include "mediashare.rules" $spec -}}
{{- toYaml $spec -}}
{{- end -}}

{{- define "mediashare.labels" -}}
app.kubernetes.io/name: mediashare
app.kubernetes.io/instance: {{ .Release.Name | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}

{{- /*
What the backends share with the fleets. Handed to it are the data of the Secrets that are there already: what they hold stays.
The edge reads its public key from a certificate.
*/ -}}
{{- define "mediashare.developmentSecrets" -}}
{{- $database := .database | default dict -}}
{{- $delivery := .delivery | default dict -}}
{{- $auth := .auth | default dict }}
password: {{ $database.password | default (randAlphaNum 32 | b64enc) | b64dec | quote }}
authSecret: {{ ($auth.secret | default (randAlphaNum 48 | b64enc)) | b64dec | quote }}
{{- if and (hasKey $delivery "private-key") (hasKey $delivery "public-key") }}
privateKey: {{ index $delivery "private-key" | b64dec | quote }}
publicKey: {{ index $delivery "public-key" | b64dec | quote }}
{{- else }}
{{- $pair := genSelfSignedCert "mediashare development" nil nil 36500 }}
privateKey: {{ $pair.Key | quote }}
publicKey: {{ $pair.Cert | quote }}
{{- end }}
{{- end -}}
