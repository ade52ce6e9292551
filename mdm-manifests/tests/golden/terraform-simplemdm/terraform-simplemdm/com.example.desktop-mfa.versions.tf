terraform {
  required_providers {
    simplemdm = {
      source = "DavidKrau/simplemdm"
    }
  }
}
