/** A managed object reference: the type and the id of an object of the inventory. */
export class MoRef {
  constructor(
    readonly type: string,
    readonly id: string,
  ) {}

  equals(other: MoRef | undefined): boolean {
    return other?.id === this.id && other.type === this.type;
  }

  toString(): string {
    return `${this.type}:${this.id}`;
  }
}
