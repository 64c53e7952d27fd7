/** Why kubeadm gave up, with the phase in which it did. The message is what the real program would print, as far as a person needs it. */
export class KubeadmError extends Error {
  override readonly name = 'KubeadmError';
  constructor(
    readonly phase: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`error execution phase ${phase}: ${reason}`, options);
  }
}

/** A configuration file that kubeadm does not take. It fails before any phase. */
export class KubeadmConfigError extends Error {
  override readonly name = 'KubeadmConfigError';
}
