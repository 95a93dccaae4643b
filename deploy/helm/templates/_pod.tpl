{{/* What was given, and the checksum of the configuration, where it is known. */}}
{{- define "dragoman.podAnnotations" -}}
{{- $annotations := deepCopy .Values.podAnnotations }}
{{- $checksum := .Values.existingSecret.checksum }}
{{- if not .Values.existingSecret.name }}{{ $checksum = include "dragoman.config" . | sha256sum }}{{ end }}
{{- if and .Values.restartOnChange $checksum }}{{ $_ := set $annotations "checksum/config" $checksum }}{{ end }}
{{- with $annotations }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "dragoman.pod" -}}
serviceAccountName: {{ include "dragoman.serviceAccountName" . }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ add .Values.shutdown.preStopSeconds .Values.shutdown.drainDelaySeconds 30 5 }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.topologySpread }}
topologySpreadConstraints:
  {{- range . }}
  - topologyKey: {{ .topologyKey }}
    maxSkew: {{ .maxSkew }}
    whenUnsatisfiable: {{ .whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "dragoman.selector" $ | nindent 8 }}
    matchLabelKeys:
      - pod-template-hash
  {{- end }}
{{- end }}
containers:
  - {{ include "dragoman.container" . | indent 4 | trim }}
# A whole volume each, never a subPath: only so does a change reach a running pod.
volumes:
  - name: config
    secret:
      secretName: {{ include "dragoman.configSecret" . }}
      defaultMode: 0440
  {{- range $i, $files := .Values.secrets.files }}
  - name: files-{{ $i }}
    secret:
      secretName: {{ $files.name }}
      defaultMode: 0440
  {{- end }}
{{- end }}

{{- define "dragoman.container" -}}
name: gateway
image: {{ include "dragoman.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args:
  - serve
  - --config
  - /etc/dragoman/{{ include "dragoman.configKey" . }}
{{- with .Values.env }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.secrets.environment }}
envFrom:
  {{- range . }}
  - secretRef:
      name: {{ . }}
  {{- end }}
{{- end }}
ports:
  - name: http
    containerPort: {{ .Values.ports.public }}
  - name: admin
    containerPort: {{ .Values.ports.admin }}
startupProbe:
  httpGet:
    path: /livez
    port: admin
  periodSeconds: 1
  failureThreshold: 30
livenessProbe:
  httpGet:
    path: /livez
    port: admin
  periodSeconds: 10
  timeoutSeconds: 2
readinessProbe:
  httpGet:
    path: /readyz
    port: admin
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
lifecycle:
  preStop:
    sleep:
      seconds: {{ .Values.shutdown.preStopSeconds }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop:
      - ALL
volumeMounts:
  - name: config
    mountPath: /etc/dragoman
    readOnly: true
  {{- range $i, $files := .Values.secrets.files }}
  - name: files-{{ $i }}
    mountPath: {{ $files.mountPath }}
    readOnly: true
  {{- end }}
{{- end }}
