from care_cli.app import app

app(prog_name="care")
