variable "dmfa_client_secret" {
  description = "Written in place of YOUR_DMFA_CLIENT_SECRET."
  type        = string
  sensitive   = true
}

locals {
  dmfa_client_secret = replace(replace(replace(var.dmfa_client_secret, "&", "&amp;"), "<", "&lt;"), ">", "&gt;")
}

resource "jamfpro_macos_configuration_profile_plist" "com_example_desktop_mfa" {
  name                = "Desktop MFA"
  description         = "Configuration profile com.example.desktop-mfa"
  level               = "System"
  distribution_method = "Install Automatically"
  redeploy_on_update  = "Newly Assigned"
  user_removable      = false
  payload_validate    = true
  payloads            = replace(file("${path.module}/com.example.desktop-mfa.mobileconfig"), "<string>YOUR_DMFA_CLIENT_SECRET</string>", "<string>${local.dmfa_client_secret}</string>")

  scope {
    all_computers = false
  }
}
