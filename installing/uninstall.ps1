# 卸载。报告和材料不受影响，缓存一并删除。Removes the program and its cache; papers and reports stay.
$target = Split-Path -Parent $MyInvocation.MyCommand.Path
$command = Join-Path $target 'python\Scripts\docs-check.exe'
if (Test-Path $command) { & $command cache clear }
foreach ($place in (Join-Path $env:APPDATA 'Microsoft\Windows\Start Menu\Programs'), [Environment]::GetFolderPath('Desktop')) {
    foreach ($name in '材料检查', '收件柜台', '材料审查', '材料检查说明') {
        Remove-Item (Join-Path $place "$name.lnk") -ErrorAction SilentlyContinue
    }
}
foreach ($part in 'python', 'docs') { Remove-Item -Recurse -Force (Join-Path $target $part) -ErrorAction SilentlyContinue }
foreach ($part in 'open.cmd', 'uninstall.ps1') { Remove-Item (Join-Path $target $part) -ErrorAction SilentlyContinue }
Write-Host '已卸载。Removed.'
