/** Field numbers of workloads and budgets. */
export const workloads: Readonly<Record<string, string>> = {
  'apps.ControllerRevision': 'metadata:1:meta.ObjectMeta data:2:Raw revision:3:i',
  'apps.DaemonSet': 'metadata:1:meta.ObjectMeta spec:2:DaemonSetSpec status:3:DaemonSetStatus',
  'apps.DaemonSetCondition': 'type:1:s status:2:s lastTransitionTime:3:Time reason:4:s message:5:s',
  'apps.DaemonSetSpec':
    'selector?:1:meta.LabelSelector template:2:core.PodTemplateSpec updateStrategy:3:DaemonSetUpdateStrategy minReadySeconds:4:i ' +
    'revisionHistoryLimit?:6:i',
  'apps.DaemonSetStatus':
    'currentNumberScheduled:1:i numberMisscheduled:2:i desiredNumberScheduled:3:i numberReady:4:i observedGeneration:5:i ' +
    'updatedNumberScheduled:6:i numberAvailable:7:i numberUnavailable:8:i collisionCount?:9:i conditions:10:*DaemonSetCondition',
  'apps.DaemonSetUpdateStrategy': 'type:1:s rollingUpdate?:2:RollingUpdateDaemonSet',
  'apps.Deployment': 'metadata:1:meta.ObjectMeta spec:2:DeploymentSpec status:3:DeploymentStatus',
  'apps.DeploymentCondition': 'type:1:s status:2:s reason:4:s message:5:s lastUpdateTime:6:Time lastTransitionTime:7:Time',
  'apps.DeploymentSpec':
    'replicas?:1:i selector?:2:meta.LabelSelector template:3:core.PodTemplateSpec strategy:4:DeploymentStrategy minReadySeconds:5:i ' +
    'revisionHistoryLimit?:6:i paused:7:t progressDeadlineSeconds?:9:i',
  'apps.DeploymentStatus':
    'observedGeneration:1:i replicas:2:i updatedReplicas:3:i availableReplicas:4:i unavailableReplicas:5:i ' +
    'conditions:6:*DeploymentCondition readyReplicas:7:i collisionCount?:8:i terminatingReplicas?:9:i',
  'apps.DeploymentStrategy': 'type:1:s rollingUpdate?:2:RollingUpdateDeployment',
  'apps.ReplicaSet': 'metadata:1:meta.ObjectMeta spec:2:ReplicaSetSpec status:3:ReplicaSetStatus',
  'apps.ReplicaSetCondition': 'type:1:s status:2:s lastTransitionTime:3:Time reason:4:s message:5:s',
  'apps.ReplicaSetSpec': 'replicas?:1:i selector?:2:meta.LabelSelector template:3:core.PodTemplateSpec minReadySeconds:4:i',
  'apps.ReplicaSetStatus':
    'replicas:1:i fullyLabeledReplicas:2:i observedGeneration:3:i readyReplicas:4:i availableReplicas:5:i ' +
    'conditions:6:*ReplicaSetCondition terminatingReplicas?:7:i',
  'apps.RollingUpdateDaemonSet': 'maxUnavailable?:1:IntOrString maxSurge?:2:IntOrString',
  'apps.RollingUpdateDeployment': 'maxUnavailable?:1:IntOrString maxSurge?:2:IntOrString',
  'apps.RollingUpdateStatefulSetStrategy': 'partition?:1:i maxUnavailable?:2:IntOrString',
  'apps.StatefulSet': 'metadata:1:meta.ObjectMeta spec:2:StatefulSetSpec status:3:StatefulSetStatus',
  'apps.StatefulSetCondition': 'type:1:s status:2:s lastTransitionTime:3:Time reason:4:s message:5:s',
  'apps.StatefulSetOrdinals': 'start:1:i',
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy': 'whenDeleted:1:s whenScaled:2:s',
  'apps.StatefulSetSpec':
    'replicas?:1:i selector?:2:meta.LabelSelector template:3:core.PodTemplateSpec volumeClaimTemplates:4:*core.PersistentVolumeClaim ' +
    'serviceName:5:s podManagementPolicy:6:s updateStrategy:7:StatefulSetUpdateStrategy revisionHistoryLimit?:8:i minReadySeconds:9:i ' +
    'persistentVolumeClaimRetentionPolicy?:10:StatefulSetPersistentVolumeClaimRetentionPolicy ordinals?:11:StatefulSetOrdinals',
  'apps.StatefulSetStatus':
    'observedGeneration:1:i replicas:2:i readyReplicas:3:i currentReplicas:4:i updatedReplicas:5:i currentRevision:6:s updateRevision:7:s ' +
    'collisionCount?:9:i conditions:10:*StatefulSetCondition availableReplicas:11:i',
  'apps.StatefulSetUpdateStrategy': 'type:1:s rollingUpdate?:2:RollingUpdateStatefulSetStrategy',
  'autoscaling.Scale': 'metadata:1:meta.ObjectMeta spec:2:ScaleSpec status:3:ScaleStatus',
  'autoscaling.ScaleSpec': 'replicas:1:i',
  'autoscaling.ScaleStatus': 'replicas:1:i selector:2:s',
  'batch.CronJob': 'metadata:1:meta.ObjectMeta spec:2:CronJobSpec status:3:CronJobStatus',
  'batch.CronJobSpec':
    'schedule:1:s startingDeadlineSeconds?:2:i concurrencyPolicy:3:s suspend?:4:t jobTemplate:5:JobTemplateSpec ' +
    'successfulJobsHistoryLimit?:6:i failedJobsHistoryLimit?:7:i timeZone?:8:s',
  'batch.CronJobStatus': 'active:1:*core.ObjectReference lastScheduleTime?:4:Time lastSuccessfulTime?:5:Time',
  'batch.Job': 'metadata:1:meta.ObjectMeta spec:2:JobSpec status:3:JobStatus',
  'batch.JobCondition': 'type:1:s status:2:s lastProbeTime:3:Time lastTransitionTime:4:Time reason:5:s message:6:s',
  'batch.JobSpec':
    'parallelism?:1:i completions?:2:i activeDeadlineSeconds?:3:i selector?:4:meta.LabelSelector manualSelector?:5:t ' +
    'template:6:core.PodTemplateSpec backoffLimit?:7:i ttlSecondsAfterFinished?:8:i completionMode?:9:s suspend?:10:t ' +
    'podFailurePolicy?:11:PodFailurePolicy backoffLimitPerIndex?:12:i maxFailedIndexes?:13:i podReplacementPolicy?:14:s managedBy?:15:s ' +
    'successPolicy?:16:SuccessPolicy',
  'batch.JobStatus':
    'conditions:1:*JobCondition startTime?:2:Time completionTime?:3:Time active:4:i succeeded:5:i failed:6:i completedIndexes:7:s ' +
    'uncountedTerminatedPods?:8:UncountedTerminatedPods ready?:9:i failedIndexes?:10:s terminating?:11:i',
  'batch.JobTemplateSpec': 'metadata:1:meta.ObjectMeta spec:2:JobSpec',
  'batch.PodFailurePolicy': 'rules:1:*PodFailurePolicyRule',
  'batch.PodFailurePolicyOnExitCodesRequirement': 'containerName?:1:s operator:2:s values:3:*i',
  'batch.PodFailurePolicyOnPodConditionsPattern': 'type:1:s status:2:s',
  'batch.PodFailurePolicyRule':
    'action:1:s onExitCodes?:2:PodFailurePolicyOnExitCodesRequirement onPodConditions:3:*PodFailurePolicyOnPodConditionsPattern',
  'batch.SuccessPolicy': 'rules:1:*SuccessPolicyRule',
  'batch.SuccessPolicyRule': 'succeededIndexes?:1:s succeededCount?:2:i',
  'batch.UncountedTerminatedPods': 'succeeded:1:*s failed:2:*s',
  'policy.Eviction': 'metadata:1:meta.ObjectMeta deleteOptions?:2:meta.DeleteOptions',
  'policy.PodDisruptionBudget': 'metadata:1:meta.ObjectMeta spec:2:PodDisruptionBudgetSpec status:3:PodDisruptionBudgetStatus',
  'policy.PodDisruptionBudgetSpec':
    'minAvailable?:1:IntOrString selector?:2:meta.LabelSelector maxUnavailable?:3:IntOrString unhealthyPodEvictionPolicy?:4:s',
  'policy.PodDisruptionBudgetStatus':
    'observedGeneration:1:i disruptedPods:2:%Time disruptionsAllowed:3:i currentHealthy:4:i desiredHealthy:5:i expectedPods:6:i ' +
    'conditions:7:*meta.Condition',
};
