module mediashare.test/pause

go 1.24
