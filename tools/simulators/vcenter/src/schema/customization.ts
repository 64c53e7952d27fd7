/** Guest customization, as CustomizeVM_Task and a clone take it. */
export const customizationTypes = `
enum CustomizationNetBIOSMode { enableNetBIOSViaDhcp enableNetBIOS disableNetBIOS }
type CustomizationSpec {
  options?: CustomizationOptions; identity: CustomizationIdentitySettings; globalIPSettings: CustomizationGlobalIPSettings;
  nicSettingMap?: CustomizationAdapterMapping[]; encryptionKey?: base64Binary;
}
type CustomizationOptions { }
type CustomizationLinuxOptions extends CustomizationOptions { }
type CustomizationIdentitySettings { }
type CustomizationLinuxPrep extends CustomizationIdentitySettings {
  hostName: CustomizationName; domain: string; timeZone?: string; hwClockUTC?: boolean; scriptText?: string;
  compatibleCustomizationMethod?: string; resetPassword?: boolean; password?: unsimulated; extraConfig?: OptionValue[];
}
type CustomizationName { }
type CustomizationFixedName extends CustomizationName { name: string; }
type CustomizationVirtualMachineName extends CustomizationName { }
type CustomizationPrefixName extends CustomizationName { base: string; }
type CustomizationUnknownName extends CustomizationName { }
type CustomizationGlobalIPSettings { dnsSuffixList?: string[]; dnsServerList?: string[]; }
type CustomizationAdapterMapping { macAddress?: string; adapter: CustomizationIPSettings; }
type CustomizationIPSettings {
  ip: CustomizationIpGenerator; subnetMask?: string; gateway?: string[]; ipV6Spec?: CustomizationIPSettingsIpV6AddressSpec;
  dnsServerList?: string[]; dnsDomain?: string; primaryWINS?: string; secondaryWINS?: string; netBIOS?: CustomizationNetBIOSMode;
  primary?: boolean;
}
type CustomizationIpGenerator { }
type CustomizationFixedIp extends CustomizationIpGenerator { ipAddress: string; }
type CustomizationDhcpIpGenerator extends CustomizationIpGenerator { }
type CustomizationUnknownIpGenerator extends CustomizationIpGenerator { }
type CustomizationIPSettingsIpV6AddressSpec { ip: CustomizationIpV6Generator[]; gateway?: string[]; }
type CustomizationIpV6Generator { }
type CustomizationFixedIpV6 extends CustomizationIpV6Generator { ipAddress: string; subnetMask: int; }
type CustomizationDhcpIpV6Generator extends CustomizationIpV6Generator { }
type CustomizationAutoIpV6Generator extends CustomizationIpV6Generator { }
type CustomizationStatelessIpV6Generator extends CustomizationIpV6Generator { }
type CustomizationUnknownIpV6Generator extends CustomizationIpV6Generator { }
type CustomizationCloudinitPrep extends CustomizationIdentitySettings { metadata: string; userdata?: string; }
`;
