# 卸载。报告和材料不受影响，缓存一并删除。Removes the program and its cache; papers and reports stay.
$target = Split-Path -Parent $MyInvocation.MyCommand.Path
$command = Join-Path $target 'python\Scripts\docs-check.exe'
if (Test-Path $command) { & $command cache clear }
Remove-Item (Join-Path $env:APPDATA 'Microsoft\Windows\Start Menu\Programs\docs-check.lnk') -ErrorAction SilentlyContinue
Remove-Item -Recurse -Force (Join-Path $target 'python')
Write-Host '已卸载。Removed.'
