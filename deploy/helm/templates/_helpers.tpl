{{/* The chart's name, for labels. */}}
{{- define "dragoman.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of everything in this release. */}}
{{- define "dragoman.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains (include "dragoman.name" .) .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "dragoman.name" .) | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What never changes in the life of a release. */}}
{{- define "dragoman.selector" -}}
app.kubernetes.io/name: {{ include "dragoman.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "dragoman.labels" -}}
{{ include "dragoman.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "dragoman.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "dragoman.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- define "dragoman.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}
{{- end }}

{{/* The Secret that holds the configuration, and the key in it. */}}
{{- define "dragoman.configSecret" -}}
{{- .Values.existingSecret.name | default (printf "%s-config" (include "dragoman.fullname" .)) }}
{{- end }}
{{- define "dragoman.configKey" -}}
{{- if .Values.existingSecret.name }}{{ .Values.existingSecret.key }}{{ else }}gateway.yaml{{ end }}
{{- end }}

{{/* The configuration of config: what was given, and what the chart itself decides. */}}
{{- define "dragoman.config" -}}
{{- $own := dict
  "listen" (printf "0.0.0.0:%d" (int .Values.ports.public))
  "adminListen" (printf "0.0.0.0:%d" (int .Values.ports.admin))
  "drainDelay" (printf "%ds" (int .Values.shutdown.drainDelaySeconds)) }}
{{- range $key := keys $own }}
{{- if hasKey ($.Values.config | default dict) $key }}{{ fail (printf "config.%s is the chart's to write: see ports and shutdown" $key) }}{{ end }}
{{- end }}
{{- merge $own (.Values.config | default dict) | toYaml }}
{{- end }}

{{/* Refuses what no replica could honour. */}}
{{- define "dragoman.refuse" -}}
{{- $many := or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1) }}
{{- $scales := dig "requests" "cpu" "" .Values.resources }}
{{- if and .Values.config .Values.existingSecret.name }}
{{- fail "config and existingSecret.name exclude each other" }}
{{- else if not (or .Values.config .Values.existingSecret.name) }}
{{- fail "config or existingSecret.name is needed" }}
{{- else if and .Values.config $many (not .Values.config.cursorKeys) }}
{{- fail "config.cursorKeys is needed with several replicas: each would make its own, and open no other's cursors" }}
{{- else if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas" }}
{{- else if and .Values.autoscaling.enabled (not $scales) }}
{{- fail "autoscaling needs resources.requests.cpu, of which its target is a share" }}
{{- else if eq (int .Values.ports.public) (int .Values.ports.admin) }}
{{- fail "ports.public and ports.admin are the same" }}
{{- else if and .Values.networkPolicy.enabled .Values.config.redis (not .Values.networkPolicy.redis.to) }}
{{- fail "networkPolicy.redis.to is needed, since config has redis: nothing else lets the pods reach it" }}
{{- end }}
{{- end }}
