import { DatabaseSync, StatementSync } from "node:sqlite";

/** Calls `committed` from now on whenever a change of any SQLite file of this thread came into its file. */
export function watchCommits(committed: () => void): void {
  const { exec } = DatabaseSync.prototype;
  const { run } = StatementSync.prototype;
  let isOpen = false;
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql);
    isOpen = /^BEGIN/.test(sql) && !/COMMIT$/.test(sql);
    if (!isOpen) committed();
  };
  StatementSync.prototype.run = new Proxy(run, {
    apply: (target, statement, cells) => {
      const result: unknown = Reflect.apply(target, statement, cells);
      if (!isOpen) committed();
      return result;
    },
  });
}
