from maillage.config.cli import main

main()
