import { AgentFault } from "../../src/core/agent-fault.ts";
import { openDatabase } from "../../src/store/open-database.ts";

/** Opens `x.db` in the directory given and keeps it; says `open`, or the fault's code and ends. */
try {
  const database = openDatabase(process.argv[2] ?? "", "x.db", [
    "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT",
  ]);
  console.log("open");
  setInterval(() => database.file, 60_000);
} catch (error) {
  console.log(error instanceof AgentFault ? error.code : String(error));
}
