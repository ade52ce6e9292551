resource "simplemdm_customprofile" "com_example_desktop_mfa" {
  name                   = "Desktop MFA"
  mobileconfig           = file("${path.module}/com.example.desktop-mfa.mobileconfig")
  userscope              = false
  attributesupport       = true
  escapeattributes       = true
  reinstallafterosupdate = false
}
