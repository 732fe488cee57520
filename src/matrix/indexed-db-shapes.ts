/** As much of IndexedDB (w3.org/TR/IndexedDB) as the key store touches; the DOM's own types would leak into every file. */

export interface IdbEvent {
  stopImmediatePropagation(): void;
}

export interface IdbTarget {
  addEventListener(type: string, listener: (event: IdbEvent) => void): void;
}

export interface IdbRequest<Result = unknown> extends IdbTarget {
  readonly result: Result;
  readonly error: Error | null;
}

export interface IdbCursor {
  readonly primaryKey: unknown;
  update(value: unknown): IdbRequest;
  delete(): IdbRequest;
}

export interface IdbCursorSource {
  openCursor(range?: unknown, direction?: unknown): IdbRequest<IdbCursor | null>;
}

export interface IdbObjectStore extends IdbCursorSource {
  readonly name: string;
  put(value: unknown, key?: unknown): IdbRequest;
  add(value: unknown, key?: unknown): IdbRequest;
  delete(key: unknown): IdbRequest;
  clear(): IdbRequest;
  getAllKeys(range: unknown): IdbRequest<readonly unknown[]>;
  index(name: string): IdbCursorSource;
  createIndex(name: string, keyPath: unknown, options: object): unknown;
}

export interface IdbTransaction extends IdbTarget {
  readonly mode: string;
  objectStore(name: string): IdbObjectStore;
}

export interface IdbDatabase {
  readonly name: string;
  readonly version: number;
  close(): void;
  transaction(stores: unknown, mode?: string, options?: object): IdbTransaction;
  createObjectStore(name: string): IdbObjectStore;
}

export interface IdbOpenRequest extends IdbRequest<IdbDatabase> {
  readonly transaction: IdbTransaction | null;
}

export interface IdbFactory {
  open(name: string, version?: number): IdbOpenRequest;
  deleteDatabase(name: string): IdbRequest;
  databases(): Promise<readonly { readonly name: string; readonly version: number }[]>;
  cmp(first: unknown, second: unknown): number;
}
