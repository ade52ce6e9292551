variable "dmfa_client_secret" {
  description = "Written in place of YOUR_DMFA_CLIENT_SECRET."
  type        = string
  sensitive   = true
}

locals {
  dmfa_client_secret = replace(replace(replace(var.dmfa_client_secret, "&", "&amp;"), "<", "&lt;"), ">", "&gt;")
}

resource "microsoft365_graph_beta_device_management_macos_device_configuration_templates" "com_example_desktop_mfa" {
  display_name       = "Desktop MFA"
  description        = "Configuration profile com.example.desktop-mfa"
  role_scope_tag_ids = ["0"]

  custom_configuration = {
    deployment_channel = "deviceChannel"
    payload_file_name  = "com.example.desktop-mfa.mobileconfig"
    payload_name       = "Desktop MFA"
    payload            = <<EOT
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadType</key>
	<string>Configuration</string>
	<key>PayloadVersion</key>
	<integer>1</integer>
	<key>PayloadIdentifier</key>
	<string>com.example.desktop-mfa</string>
	<key>PayloadUUID</key>
	<string>E9E38593-484B-59B7-AB89-1BA1695D242D</string>
	<key>PayloadDisplayName</key>
	<string>Desktop MFA</string>
	<key>PayloadOrganization</key>
	<string>Example &amp; Söhne</string>
	<key>PayloadScope</key>
	<string>System</string>
	<key>PayloadRemovalDisallowed</key>
	<true/>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>PayloadType</key>
			<string>com.okta.deviceaccess.servicedaemon</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
			<key>PayloadIdentifier</key>
			<string>com.example.desktop-mfa.com.okta.deviceaccess.servicedaemon</string>
			<key>PayloadUUID</key>
			<string>DC94FB0A-DCCA-5204-86D3-C618654AC56E</string>
			<key>PayloadDisplayName</key>
			<string>Okta Desktop MFA</string>
			<key>PayloadOrganization</key>
			<string>Example &amp; Söhne</string>
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
		</dict>
		<dict>
			<key>PayloadType</key>
			<string>org.latchkey.agent</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
			<key>PayloadIdentifier</key>
			<string>com.example.desktop-mfa.org.latchkey.agent</string>
			<key>PayloadUUID</key>
			<string>0F280CF8-6C1E-59C8-A1B4-079EA6E36105</string>
			<key>PayloadDisplayName</key>
			<string>Latchkey agent</string>
			<key>PayloadOrganization</key>
			<string>Example &amp; Söhne</string>
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
		</dict>
	</array>
</dict>
</plist>
EOT
  }
}
