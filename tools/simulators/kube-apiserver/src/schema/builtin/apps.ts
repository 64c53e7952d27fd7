import { LabelSelector, ObjectMeta, conditionFields, typeMeta } from './meta.js';
import { ObjectReference } from './refs.js';
import { PersistentVolumeClaim } from './core.js';
import { PodTemplateSpec } from './pod.js';
import { always, anything, bool, int32, int64, intOrString, list, listMap, modelsOf, noted, nullTime, oneOf, or, set, str, time } from './dsl.js';
import type { Schema } from '../types.js';

const apps = modelsOf('io.k8s.api.apps.v1');
const conditions = (name: string, extra = {}): Schema => listMap(['type'], apps(name, 'A condition.', conditionFields(extra)));
const replicas = or(int32('Pods wanted.'), 1);
const selector = { 'selector!': noted(LabelSelector, 'Labels of the pods.') };
const template = { 'template!': always(PodTemplateSpec) };
const minReadySeconds = int32('Seconds that a pod must be ready to count as available.');

export const Deployment = apps('Deployment', 'Keeps pods of a template running and rolls out changes of it.', {
  ...typeMeta,
  spec: always(apps('DeploymentSpec', 'The pods wanted, and how they are replaced.', {
    replicas, ...selector, ...template,
    strategy: {
      ...or(always(apps('DeploymentStrategy', 'How pods are replaced.', {
        type: or(oneOf('Recreate', 'RollingUpdate'), 'RollingUpdate'),
        rollingUpdate: apps('RollingUpdateDeployment', 'Bounds of a rolling update.', { maxSurge: intOrString(), maxUnavailable: intOrString() }),
      })), {}),
      'x-kubernetes-patch-strategy': 'retainKeys',
    },
    minReadySeconds, revisionHistoryLimit: or(int32('Old ReplicaSets to keep.'), 10), paused: bool('Whether changes are held back.'),
    progressDeadlineSeconds: or(int32('Seconds until a rollout without progress counts as failed.'), 600),
  })),
  status: always(apps('DeploymentStatus', 'State of the rollout.', {
    observedGeneration: int64(), replicas: int32(), updatedReplicas: int32(), readyReplicas: int32(), availableReplicas: int32(),
    unavailableReplicas: int32(), terminatingReplicas: int32(), collisionCount: int32(),
    conditions: conditions('DeploymentCondition', { lastUpdateTime: nullTime() }),
  })),
});

export const ReplicaSet = apps('ReplicaSet', 'Keeps a number of pods of one template.', {
  ...typeMeta,
  spec: always(apps('ReplicaSetSpec', 'The pods wanted.', { replicas, minReadySeconds, ...selector, template: always(PodTemplateSpec) })),
  status: always(apps('ReplicaSetStatus', 'The pods that are there.', {
    'replicas!': or(int32(), 0), fullyLabeledReplicas: int32(), readyReplicas: int32(), availableReplicas: int32(), terminatingReplicas: int32(),
    observedGeneration: int64(), conditions: conditions('ReplicaSetCondition'),
  })),
});

export const DaemonSet = apps('DaemonSet', 'Keeps one pod on every node that fits.', {
  ...typeMeta,
  spec: always(apps('DaemonSetSpec', 'The pod wanted on each node.', {
    ...selector, ...template, minReadySeconds, revisionHistoryLimit: or(int32(), 10),
    updateStrategy: or(always(apps('DaemonSetUpdateStrategy', 'How pods are replaced.', {
      type: or(oneOf('OnDelete', 'RollingUpdate'), 'RollingUpdate'),
      rollingUpdate: apps('RollingUpdateDaemonSet', 'Bounds of a rolling update.', { maxSurge: intOrString(), maxUnavailable: intOrString() }),
    })), {}),
  })),
  status: always(apps('DaemonSetStatus', 'The pods that are there.', {
    'currentNumberScheduled!': or(int32(), 0), 'numberMisscheduled!': or(int32(), 0), 'desiredNumberScheduled!': or(int32(), 0),
    'numberReady!': or(int32(), 0), observedGeneration: int64(), updatedNumberScheduled: int32(), numberAvailable: int32(),
    numberUnavailable: int32(), collisionCount: int32(), conditions: conditions('DaemonSetCondition'),
  })),
});

export const StatefulSet = apps('StatefulSet', 'Keeps pods with stable names and storage.', {
  ...typeMeta,
  spec: always(apps('StatefulSetSpec', 'The pods wanted.', {
    replicas, ...selector, ...template, volumeClaimTemplates: list(PersistentVolumeClaim), serviceName: or(str(), ''),
    podManagementPolicy: or(oneOf('OrderedReady', 'Parallel'), 'OrderedReady'), revisionHistoryLimit: or(int32(), 10), minReadySeconds,
    updateStrategy: or(always(apps('StatefulSetUpdateStrategy', 'How pods are replaced.', {
      type: or(oneOf('OnDelete', 'RollingUpdate'), 'RollingUpdate'),
      rollingUpdate: apps('RollingUpdateStatefulSetStrategy', 'Bounds of a rolling update.', { maxUnavailable: intOrString(), partition: or(int32(), 0) }),
    })), {}),
    persistentVolumeClaimRetentionPolicy: or(apps('StatefulSetPersistentVolumeClaimRetentionPolicy', 'What becomes of claims.', {
      whenDeleted: or(str(), 'Retain'), whenScaled: or(str(), 'Retain'),
    }), {}),
    ordinals: apps('StatefulSetOrdinals', 'Numbers of the pods.', { start: or(int32(), 0) }),
  })),
  status: always(apps('StatefulSetStatus', 'The pods that are there.', {
    observedGeneration: int64(), 'replicas!': or(int32(), 0), readyReplicas: int32(), currentReplicas: int32(), updatedReplicas: int32(),
    currentRevision: str(), updateRevision: str(), collisionCount: int32(), availableReplicas: or(int32(), 0),
    conditions: conditions('StatefulSetCondition'),
  })),
});

export const ControllerRevision = apps('ControllerRevision', 'A version of the state of a controller.', {
  ...typeMeta, data: { ...anything('The state.'), 'x-model': 'io.k8s.apimachinery.pkg.runtime.RawExtension' }, 'revision!': int64(),
});

const batch = modelsOf('io.k8s.api.batch.v1');

const podFailurePolicy = batch('PodFailurePolicy', 'What failed pods mean for the job.', {
  'rules!': list(batch('PodFailurePolicyRule', 'One rule; the first that matches counts.', {
    'action!': oneOf('Count', 'FailIndex', 'FailJob', 'Ignore'),
    onExitCodes: batch('PodFailurePolicyOnExitCodesRequirement', 'Exit codes to match.', {
      containerName: str(), 'operator!': oneOf('In', 'NotIn'), 'values!': set(int32()),
    }),
    onPodConditions: list(batch('PodFailurePolicyOnPodConditionsPattern', 'A pod condition to match.', { status: str(), 'type!': str() })),
  })),
});

const JobSpec = batch('JobSpec', 'The pods to run to their end.', {
  parallelism: int32('Pods at a time.'), completions: int32('Pods that must succeed.'), activeDeadlineSeconds: int64(), backoffLimit: int32('Failures to bear.'),
  backoffLimitPerIndex: int32(), maxFailedIndexes: int32(), selector: LabelSelector, manualSelector: bool(), ...template,
  ttlSecondsAfterFinished: int32(), completionMode: oneOf('Indexed', 'NonIndexed'), suspend: bool(),
  podReplacementPolicy: oneOf('Failed', 'TerminatingOrFailed'), managedBy: str(), podFailurePolicy,
  successPolicy: batch('SuccessPolicy', 'When an indexed job counts as done.', {
    'rules!': list(batch('SuccessPolicyRule', 'One rule.', { succeededCount: int32(), succeededIndexes: str() })),
  }),
});

export const Job = batch('Job', 'Runs pods until enough have succeeded.', {
  ...typeMeta,
  spec: always(JobSpec),
  status: always(batch('JobStatus', 'How far the job is.', {
    conditions: {
      ...list(batch('JobCondition', 'A condition of a job.', conditionFields({ lastProbeTime: nullTime() }))),
      'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type',
    },
    startTime: time(), completionTime: time(), active: int32(), succeeded: int32(), failed: int32(), terminating: int32(), ready: int32(),
    completedIndexes: str(), failedIndexes: str(),
    uncountedTerminatedPods: batch('UncountedTerminatedPods', 'Pods yet to be counted.', { failed: set(str()), succeeded: set(str()) }),
  })),
});

export const CronJob = batch('CronJob', 'Starts jobs on a schedule.', {
  ...typeMeta,
  'spec!': always(batch('CronJobSpec', 'When, and which job.', {
    'schedule!': str('Schedule in cron syntax.'), timeZone: str(), startingDeadlineSeconds: int64(),
    concurrencyPolicy: or(oneOf('Allow', 'Forbid', 'Replace'), 'Allow'), suspend: or(bool(), false),
    'jobTemplate!': always(batch('JobTemplateSpec', 'The jobs to make.', { metadata: always(ObjectMeta), spec: always(JobSpec) })),
    successfulJobsHistoryLimit: or(int32(), 3), failedJobsHistoryLimit: or(int32(), 1),
  })),
  status: always(batch('CronJobStatus', 'The latest jobs.', { active: list(ObjectReference), lastScheduleTime: time(), lastSuccessfulTime: time() })),
});
