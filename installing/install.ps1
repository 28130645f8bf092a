# 安装 docs-check（无需网络）。Installs docs-check from this folder, without a network.
param([string]$Target = (Join-Path $env:LOCALAPPDATA 'docs-check'))
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$wanted = (Get-Content (Join-Path $here 'PYTHON')).Trim()
$python = $null
try { $python = (& py "-$wanted" -c 'import sys; print(sys.executable)') } catch { $python = $null }
if (-not $python) {
    Write-Host "需要 Python $wanted（64 位），请从 https://www.python.org/downloads/windows/ 下载安装后再试。"
    Write-Host "Python $wanted (64 bit) is needed; install it and try again."
    exit 1
}
foreach ($line in Get-Content -Encoding UTF8 (Join-Path $here 'SHA256SUMS')) {
    $hash, $name = $line -split '  ', 2
    $path = Join-Path $here $name
    if (-not (Test-Path -LiteralPath $path) -or (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash.ToLower() -ne $hash) {
        Write-Host "安装包不完整（$name），请重新拷贝。The bundle is damaged; copy it again."
        exit 1
    }
}
& $python -m venv (Join-Path $Target 'python')
$own = Join-Path $Target 'python\Scripts\python.exe'
& $own -m pip install --quiet --no-index --find-links (Join-Path $here 'wheels') --require-hashes -r (Join-Path $here 'requirements.txt')
if ($LASTEXITCODE -ne 0) { Write-Host '安装失败。It could not be installed.'; exit 1 }
Copy-Item (Join-Path $here 'uninstall.ps1') $Target -Force
$command = Join-Path $Target 'python\Scripts\docs-check.exe'
Copy-Item (Join-Path $here 'open.cmd') $Target -Force
if (Test-Path (Join-Path $here 'docs')) { Copy-Item (Join-Path $here 'docs') $Target -Recurse -Force }
$shell = New-Object -ComObject WScript.Shell
$places = @((Join-Path $env:APPDATA 'Microsoft\Windows\Start Menu\Programs'), [Environment]::GetFolderPath('Desktop'))
$entries = @(
    @('材料检查', (Join-Path $Target 'open.cmd'), 'check'),
    @('收件柜台', (Join-Path $Target 'open.cmd'), 'desk'),
    @('材料审查', (Join-Path $Target 'open.cmd'), 'review'),
    @('材料检查说明', (Join-Path $Target 'docs\zh\index.html'), '')
)
foreach ($place in $places) {
    foreach ($entry in $entries) {
        $link = $shell.CreateShortcut((Join-Path $place "$($entry[0]).lnk"))
        $link.TargetPath = $entry[1]
        $link.Arguments = $entry[2]
        $link.Save()
    }
}
& $command doctor
Write-Host "已安装到 $Target，命令为 $command。Installed."
