variable "dmfa_client_secret" {
  description = "Written in place of YOUR_DMFA_CLIENT_SECRET."
  type        = string
  sensitive   = true
}

locals {
  dmfa_client_secret = replace(replace(replace(var.dmfa_client_secret, "&", "&amp;"), "<", "&lt;"), ">", "&gt;")
}

resource "microsoft365_graph_beta_device_management_macos_device_configuration_templates" "com_okta_deviceaccess_servicedaemon" {
  display_name       = "Desktop MFA (com.okta.deviceaccess.servicedaemon)"
  description        = "Preferences of com.okta.deviceaccess.servicedaemon"
  role_scope_tag_ids = ["0"]

  preference_file = {
    file_name         = "com.okta.deviceaccess.servicedaemon.plist"
    bundle_id         = "com.okta.deviceaccess.servicedaemon"
    configuration_xml = <<EOT
<key>AdminEmail</key>
<string>helpdesk@example.com</string>
<key>AdminPhone</key>
<string>+1 555 0100 &lt;"front desk"&gt; &amp; 'night' 😀</string>
<key>AllowedFactors</key>
<array>
	<string>OV_Push</string>
	<string>FIDO2_USB_key</string>
	<string>Offline_TOTP</string>
</array>
<key>DMFAClientID</key>
<string>0oa1b2c3d4e5f6g7h8i9</string>
<key>DMFAClientSecret</key>
<string>${local.dmfa_client_secret}</string>
<key>DMFAOrgURL</key>
<string>https://corp.example.com</string>
<key>LoginPeriodWithOfflineFactor</key>
<real>1.5</real>
<key>LoginPeriodWithoutEnrolledFactor</key>
<real>48</real>
<key>MFANotRequiredList</key>
<array/>
<key>MFARequiredList</key>
<array>
	<string>*</string>
</array>
<key>OfflineLoginAllowed</key>
<true/>
EOT
  }
}

resource "microsoft365_graph_beta_device_management_macos_device_configuration_templates" "org_latchkey_agent" {
  display_name       = "Desktop MFA (org.latchkey.agent)"
  description        = "Preferences of org.latchkey.agent"
  role_scope_tag_ids = ["0"]

  preference_file = {
    file_name         = "org.latchkey.agent.plist"
    bundle_id         = "org.latchkey.agent"
    configuration_xml = <<EOT
<key>AccountName</key>
<string>{user}@example.com</string>
<key>Enforcement</key>
<string>report</string>
<key>FailureBudget</key>
<integer>5</integer>
<key>Services</key>
<dict>
	<key>ssh</key>
	<string>require</string>
	<key>sudo</key>
	<string>exempt</string>
	<key>unlock</key>
	<string>exempt</string>
</dict>
EOT
  }
}
