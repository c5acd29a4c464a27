# Installs Sightline from this folder alone, with no network:
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-To C:\Sightline]
# Written from the documentation of Windows; it has not been run there yet.
param([string]$To = "C:\Sightline\program")
$ErrorActionPreference = "Stop"
$here = $PSScriptRoot
$wanted = (Get-Content (Join-Path $here "python.txt")).Trim()

$found = & py "-$wanted" -c "import sys; print('%d.%d' % sys.version_info[:2])"
if ($LASTEXITCODE -ne 0 -or $found -ne $wanted) {
    throw "This bundle is for Python $wanted: install it with the launcher (py) first."
}

foreach ($line in Get-Content (Join-Path $here "SHA256SUMS")) {
    $sum, $name = $line -split "  ", 2
    $is = (Get-FileHash -Algorithm SHA256 (Join-Path $here $name)).Hash.ToLower()
    if ($is -ne $sum) {
        throw "$name is not what it was when the bundle was made. Nothing was installed."
    }
}

& py "-$wanted" -m venv $To
if ($LASTEXITCODE -ne 0) { throw "No environment could be made in $To." }
$python = Join-Path $To "Scripts\python.exe"
$wheels = Join-Path $here "wheels"
& $python -m pip install --quiet --disable-pip-version-check --no-index --find-links $wheels --require-hashes -r (Join-Path $here "needs.txt")
if ($LASTEXITCODE -ne 0) { throw "Not everything could be installed." }
$own = Get-ChildItem (Join-Path $wheels "sightline-*.whl")
& $python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall $own.FullName
if ($LASTEXITCODE -ne 0) { throw "Sightline itself could not be installed." }

Write-Output "Sightline is in $To. Now, as the account it runs under:"
Write-Output "  $To\Scripts\sightline.exe --home C:\Sightline\home doctor"
