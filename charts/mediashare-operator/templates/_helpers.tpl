{{- define "mediashare-operator.labels" -}}
app.kubernetes.io/name: mediashare-operator
app.kubernetes.io/part-of: mediashare
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}
