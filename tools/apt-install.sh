# To be read in by other scripts: apt_install installs Debian packages where it may,
# and otherwise names them and fails.
apt_install() { # the packages, in one text
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        as_root=nobody
    fi
    if [ "$as_root" = nobody ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "次の Debian パッケージが必要です。入れてから、もう一度実行してください。" >&2
        echo "These Debian packages are needed: apt install$1" >&2
        return 1
    fi
    echo "Debian パッケージを入れます:$1"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 -- several packages
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --no-install-recommends $1 >/dev/null
}
