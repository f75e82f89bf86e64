# What `cmake --install` puts where: libraries, headers, the CMake package `ssc`, pkg-config files, program, data, manual.
# Everything can be moved to another prefix afterwards: no file names the prefix it was installed to but as a last resort.
include_guard(GLOBAL)
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(SSC_INSTALL_TEMPLATES "${CMAKE_CURRENT_LIST_DIR}/install")
set(SSC_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/ssc")
set(SSC_DATA_DIR "${CMAKE_INSTALL_DATADIR}/ssc")
set(SSC_DOC_DIR "${CMAKE_INSTALL_DATADIR}/doc/ssc")

# The way from installed code to the installed data, so that a moved prefix finds its own (hostlib/profile).
function(ssc_way_to_data variable from)
  file(RELATIVE_PATH way "/prefix/${from}" "/prefix/${SSC_DATA_DIR}")
  set(${variable} "${way}" PARENT_SCOPE)
endfunction()

# ssc_install_library(TARGET NAME n DESCRIPTION "…" HEADERS a.h …): a shared library of the public interface, with its
# headers, as ssc::n of the CMake package and as n.pc.
function(ssc_install_library target)
  cmake_parse_arguments(ARG "" "NAME;DESCRIPTION" "HEADERS" ${ARGN})
  list(GET ARG_HEADERS 0 header)
  get_filename_component(include "${header}" DIRECTORY)
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${include}>")
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${ARG_NAME} EXPORT_NAME ${ARG_NAME})
  install(TARGETS ${target} EXPORT sscTargets LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(FILES ${ARG_HEADERS} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

  set(SSC_PC_NAME "${ARG_NAME}")
  set(SSC_PC_DESCRIPTION "${ARG_DESCRIPTION}")
  file(RELATIVE_PATH SSC_PC_PREFIX "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
  string(REGEX REPLACE "/$" "" SSC_PC_PREFIX "${SSC_PC_PREFIX}")
  set(file "${PROJECT_BINARY_DIR}/pkgconfig/${ARG_NAME}.pc")
  configure_file("${SSC_INSTALL_TEMPLATES}/library.pc.in" "${file}" @ONLY)
  install(FILES "${file}" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()

# The CMake package: find_package(ssc 0.1 CONFIG). Before 1.0.0 a minor version may change public things.
function(ssc_install_package)
  set(compatibility SameMajorVersion)
  if(PROJECT_VERSION_MAJOR EQUAL 0)
    set(compatibility SameMinorVersion)
  endif()
  set(here "${PROJECT_BINARY_DIR}/package")
  configure_package_config_file("${SSC_INSTALL_TEMPLATES}/sscConfig.cmake.in" "${here}/sscConfig.cmake"
                                INSTALL_DESTINATION "${SSC_PACKAGE_DIR}" NO_SET_AND_CHECK_MACRO)
  write_basic_package_version_file("${here}/sscConfigVersion.cmake" COMPATIBILITY ${compatibility})
  install(FILES "${here}/sscConfig.cmake" "${here}/sscConfigVersion.cmake" DESTINATION "${SSC_PACKAGE_DIR}")
  install(EXPORT sscTargets NAMESPACE ssc:: DESTINATION "${SSC_PACKAGE_DIR}")
endfunction()

# README, licence and the pages of docs/, with the links between them and to the examples as they are here.
function(ssc_install_pages)
  foreach(page CHANGELOG.md LICENSE README.md README.zh-CN.md SECURITY.md)
    install(FILES "${PROJECT_SOURCE_DIR}/${page}" DESTINATION "${SSC_DOC_DIR}")
  endforeach()
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${SSC_DOC_DIR}"
          FILES_MATCHING PATTERN "*.md" PATTERN "progress" EXCLUDE PATTERN "manual" EXCLUDE)
endfunction()

# ssc_make_files(NAME n FOLDER f SCRIPT tool.py DEPENDS … ARGS …): files that a Python tool (standard library only) writes
# into build/f from what is written elsewhere; with --grammar, what `ssc complete grammar` prints.
function(ssc_make_files)
  cmake_parse_arguments(ARG "" "NAME;FOLDER;SCRIPT" "DEPENDS;ARGS" ${ARGN})
  set(stamp "${PROJECT_BINARY_DIR}/${ARG_FOLDER}.stamp")
  add_custom_command(OUTPUT "${stamp}"
    COMMAND "${CMAKE_COMMAND}" -E env PYTHONDONTWRITEBYTECODE=1 "${Python3_EXECUTABLE}" "${ARG_SCRIPT}" ${ARG_ARGS}
            --grammar "${SSC_GRAMMAR}" --output "${PROJECT_BINARY_DIR}/${ARG_FOLDER}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS "${ARG_SCRIPT}" "${SSC_GRAMMAR}" ${ARG_DEPENDS} VERBATIM)
  add_custom_target(${ARG_NAME} ALL DEPENDS "${stamp}")
endfunction()

# Manual pages and shell completion: made from headers, reasons, pages of docs/ and the command line itself.
function(ssc_install_manual)
  set(SSC_GRAMMAR "${PROJECT_BINARY_DIR}/grammar.json")
  add_custom_command(OUTPUT "${SSC_GRAMMAR}" COMMAND ssc_cli complete grammar > "${SSC_GRAMMAR}" DEPENDS ssc_cli VERBATIM)

  set(root "${PROJECT_SOURCE_DIR}")
  file(GLOB sources CONFIGURE_DEPENDS "${root}/tools/manual/*.py" "${root}/hostlib/include/*.h" "${root}/docs/manual/*.md")
  string(TIMESTAMP date "%Y-%m-%d" UTC)  # or that of SOURCE_DATE_EPOCH
  ssc_make_files(NAME ssc_manual FOLDER man SCRIPT "${root}/tools/generate_man.py"
    DEPENDS ${sources} "${root}/hostlib/flows/reasons.toml" "${root}/docs/configuration.md" "${root}/docs/exit-codes.md"
    ARGS --source "${root}" --version "${PROJECT_VERSION}" --date "${date}")
  install(DIRECTORY "${PROJECT_BINARY_DIR}/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}")

  file(GLOB maps CONFIGURE_DEPENDS "${root}/card-spec/files-v*.toml")
  ssc_make_files(NAME ssc_completion FOLDER completion SCRIPT "${root}/tools/generate_completion.py" DEPENDS ${maps}
    ARGS --card-spec "${root}/card-spec")
  set(made "${PROJECT_BINARY_DIR}/completion")
  install(FILES "${made}/ssc" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
  install(FILES "${made}/_ssc" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
  install(FILES "${made}/ssc.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
endfunction()
