; The Windows installer (Inno Setup 6). First build the bundle, then this:
;     python -m PyInstaller workbench.spec
;     iscc installer.iss
; It installs for one person and asks for no administrator. Casebooks are kept elsewhere
; (see README.md), and neither an update nor the uninstaller ever touches one.

#ifndef Version
  #define Version "0.1.0"
#endif
#define Name "Problem-Solving Workbench"

[Setup]
; The id says which program an update replaces; it never changes.
AppId={{6E1B7A0E-52C4-4C0B-9B0D-7A54E7C0B6D3}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
VersionInfoVersion={#Version}
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
DisableDirPage=auto
LicenseFile=LICENSE
SetupIconFile=build\workbench\workbench.ico
UninstallDisplayIcon={app}\workbench.exe
UninstallDisplayName={#Name}
OutputDir=dist
OutputBaseFilename=workbench-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktop"; Description: "Put a shortcut on the desktop"; Flags: unchecked

[InstallDelete]
; Parts of the last version, which the new one may no longer have.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\workbench\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\Workbench"; Filename: "{app}\workbench.exe"; WorkingDir: "{userdocs}"
Name: "{group}\Workbench, practice problem"; Filename: "{app}\workbench.exe"; Parameters: "--practice"; WorkingDir: "{userdocs}"
Name: "{userdesktop}\Workbench"; Filename: "{app}\workbench.exe"; WorkingDir: "{userdocs}"; Tasks: desktop

[Registry]
; A casebook is opened by double click. HKA is the person's own part of the registry here.
Root: HKA; Subkey: "Software\Classes\.psolve"; ValueType: string; ValueData: "Workbench.Casebook"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.psolve\OpenWithProgids"; ValueType: string; ValueName: "Workbench.Casebook"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Workbench.Casebook"; ValueType: string; ValueData: "Casebook"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Workbench.Casebook\DefaultIcon"; ValueType: string; ValueData: "{app}\workbench.exe,0"
Root: HKA; Subkey: "Software\Classes\Workbench.Casebook\shell\open\command"; ValueType: string; ValueData: """{app}\workbench.exe"" ""%1"""

[Run]
Filename: "{app}\workbench.exe"; Description: "Open the workbench"; Flags: nowait postinstall skipifsilent

; There is no [UninstallDelete]: the uninstaller removes what this file installed, and nothing else.
