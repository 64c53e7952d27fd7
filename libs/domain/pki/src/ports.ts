/** The present. Satisfied by the platform's clock; only `now` is needed here. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Randomness for serial numbers and tokens; must be unpredictable outside simulations. */
export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
}

/** The key algorithms that kubeadm knows (`ClusterConfiguration.encryptionAlgorithm`). */
export const keyAlgorithms = ['RSA-2048', 'RSA-3072', 'RSA-4096', 'ECDSA-P256', 'ECDSA-P384'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** kubeadm's default, and what `ClusterConfiguration.encryptionAlgorithm` means when it is absent. */
export const defaultKeyAlgorithm: KeyAlgorithm = 'RSA-2048';

/** A key pair in the PEM forms that kubeadm itself writes, so that every tool that reads kubeadm's files reads ours. */
export interface KeyPair {
  readonly algorithm: KeyAlgorithm;
  /** `RSA PRIVATE KEY` (PKCS#1) or `EC PRIVATE KEY` (SEC 1). */
  readonly privateKeyPem: string;
  /** `PUBLIC KEY` (SPKI). */
  readonly publicKeyPem: string;
}

/**
 * Where keys come from. A port, because an RSA-2048 key costs about 0.2 CPU-seconds (so they are made ahead of need)
 * and because a deterministic run must get the same keys every time.
 */
export interface KeySource {
  next(algorithm: KeyAlgorithm): Promise<KeyPair>;
}

/** What making a certificate needs from outside. */
export interface PkiPorts {
  readonly keys: KeySource;
  readonly clock: Clock;
  readonly random: Random;
}
